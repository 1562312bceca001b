;; Asks itself before it has begun, a cycle of one, and begins whatever the answer is.
(module
  (import "cosmos" "field"  (func $field  (param i32 i32 i32) (result i32)))
  (import "cosmos" "ask"    (func $ask    (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "cosmos" "answer" (func $answer (param i32 i32) (result i32)))
  (import "cosmos" "reply"  (func $reply  (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "Ext<Say>")
  (global $length (mut i32) (i32.const 0))
  (func (export "mechtron_v1"))
  (func (export "mechtron_init")
    (drop (call $ask
      (i32.const 100) (call $field (i32.const 7) (i32.const 100) (i32.const 1000))
      (i32.const 0) (i32.const 8)
      (i32.const 0) (i32.const 0) (i32.const 0)))
    (global.set $length (call $answer (i32.const 2000) (i32.const 4000))))
  ;; Answers with the text that it got then.
  (func (export "mechtron_wave")
    (call $reply (i32.const 200) (i32.const 1) (i32.const 2000) (global.get $length))))
