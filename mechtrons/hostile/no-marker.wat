;; Lacks the marker of the contract's version. Refused when it is loaded.
(module
  (memory (export "memory") 1)
  (func (export "mechtron_wave")))
