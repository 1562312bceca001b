;; Gives up on every Wave, and says nothing.
(module
  (memory (export "memory") 1)
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave") unreachable))
