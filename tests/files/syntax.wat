(module
  (memory (export "memory") 1)
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave") (i32.cnst 1)))
