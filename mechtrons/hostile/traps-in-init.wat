;; Gives up before it has begun.
(module
  (memory (export "memory") 1)
  (func (export "mechtron_v1"))
  (func (export "mechtron_init") unreachable)
  (func (export "mechtron_wave")))
