;; Never ends: its Wave is answered 503, for its fuel is spent.
(module
  (memory (export "memory") 1)
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave")
    (loop $forever (br $forever))))
