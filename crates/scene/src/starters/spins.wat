;; Turns in a circle for ever. Each instruction costs fuel, and a Wave has a budget of it: when that is
;; spent, the cosmos answers for it, and all others go on as if nothing were.
(module
  (memory (export "memory") 1)

  (func (export "mechtron_v1"))

  (func (export "mechtron_wave")
    (loop $again
      (br $again))))
