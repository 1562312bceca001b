;; Asks itself, a cycle of one, and answers with the status and the text that it got.
(module
  (import "cosmos" "field"  (func $field  (param i32 i32 i32) (result i32)))
  (import "cosmos" "ask"    (func $ask    (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "cosmos" "answer" (func $answer (param i32 i32) (result i32)))
  (import "cosmos" "reply"  (func $reply  (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "Ext<Say>")
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave")
    (call $reply
      (call $ask
        (i32.const 100) (call $field (i32.const 7) (i32.const 100) (i32.const 1000))
        (i32.const 0) (i32.const 8)
        (i32.const 0) (i32.const 0) (i32.const 0))
      (i32.const 1) (i32.const 2000)
      (call $answer (i32.const 2000) (i32.const 4000)))))
