;; Exports everything that a Mechtron does, and each as something else. Refused when it is loaded.
(module
  (global (export "memory") i32 (i32.const 1))
  (func (export "mechtron_v1") (result i32) (i32.const 1))
  (func (export "mechtron_wave") (param i32 i32)))
