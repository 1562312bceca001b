;; Refuses to begin: its Particle goes to Panic with that text.
(module
  (import "cosmos" "reply" (func $reply (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "not today")
  (func (export "mechtron_v1"))
  (func (export "mechtron_init")
    (call $reply (i32.const 400) (i32.const 1) (i32.const 0) (i32.const 9)))
  (func (export "mechtron_wave")))
