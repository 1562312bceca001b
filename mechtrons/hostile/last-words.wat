;; Says in its log why, and then gives up: the trap's sentence has its last words.
(module
  (import "cosmos" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "the dog ate my homework")
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave")
    (call $log (i32.const 4) (i32.const 0) (i32.const 23))
    unreachable))
