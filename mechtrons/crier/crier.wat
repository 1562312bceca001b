;; Cries out what it is sent to all whom the selector in its property `to` selects, and answers with
;; a line for each answer: the status, from whom, and the body.
(module
  (import "cosmos" "field" (func $field (param i32 i32 i32) (result i32)))
  (import "cosmos" "property" (func $property (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "body_kind" (func $body_kind (result i32)))
  (import "cosmos" "body" (func $body (param i32 i32) (result i32)))
  (import "cosmos" "ripple" (func $ripple (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "cosmos" "pick" (func $pick (param i32) (result i32)))
  (import "cosmos" "answer" (func $answer (param i32 i32) (result i32)))
  (import "cosmos" "answer_field" (func $answer_field (param i32 i32 i32) (result i32)))
  (import "cosmos" "reply" (func $reply (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "to")
  ;; where the next byte of the answer goes
  (global $end (mut i32) (i32.const 16384))

  (func (export "mechtron_v1"))

  (func (export "mechtron_wave")
    (local $count i32) (local $at i32) (local $status i32)
    (global.set $end (i32.const 16384))
    (local.set $count
      (call $ripple
        (i32.const 1024) (call $property (i32.const 0) (i32.const 2) (i32.const 1024) (i32.const 1024))
        (i32.const 64) (call $field (i32.const 5) (i32.const 64) (i32.const 128))
        (call $body_kind) (i32.const 4096) (call $body (i32.const 4096) (i32.const 8192))))
    (block $told
      (loop $each
        (br_if $told (i32.ge_s (local.get $at) (local.get $count)))
        (local.set $status (call $pick (local.get $at)))
        (call $put (i32.add (i32.const 48) (i32.div_u (local.get $status) (i32.const 100))))
        (call $put (i32.add (i32.const 48)
          (i32.rem_u (i32.div_u (local.get $status) (i32.const 10)) (i32.const 10))))
        (call $put (i32.add (i32.const 48) (i32.rem_u (local.get $status) (i32.const 10))))
        (call $put (i32.const 32))
        (call $more (call $answer_field (i32.const 2) (global.get $end) (i32.const 1024)))
        (call $put (i32.const 32))
        (call $more (call $answer (global.get $end) (i32.const 1024)))
        (call $put (i32.const 10))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $each)))
    (call $reply (i32.const 200) (i32.const 1)
      (i32.const 16384) (i32.sub (global.get $end) (i32.const 16384))))

  (func $put (param $byte i32)
    (i32.store8 (global.get $end) (local.get $byte))
    (call $more (i32.const 1)))

  (func $more (param $length i32)
    (global.set $end (i32.add (global.get $end) (local.get $length)))))
