;; The conversation of README.md by hand.
(module
  (import "cosmos" "field" (func $field (param i32 i32 i32) (result i32)))
  (import "cosmos" "property" (func $property (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "body_kind" (func $body_kind (result i32)))
  (import "cosmos" "body" (func $body (param i32 i32) (result i32)))
  (import "cosmos" "reply" (func $reply (param i32 i32 i32 i32)))
  (import "cosmos" "ask" (func $ask (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "cosmos" "answer_kind" (func $answer_kind (result i32)))
  (import "cosmos" "answer" (func $answer (param i32 i32) (result i32)))
  (import "cosmos" "alarm" (func $alarm (param i64 i32 i32) (result i32)))
  (import "cosmos" "get" (func $get (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "put" (func $put (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "log" (func $log (param i32 i32 i32)))

  ;; The first page is laid out here; from 65536 on is room for the longest body, 1 MiB.
  (memory (export "memory") 17)
  (data (i32.const 0) "Ext<Echo>")
  (data (i32.const 16) "Ext<Count>")
  (data (i32.const 32) "Ext<Ask>")
  (data (i32.const 48) "Ext<Property>")
  (data (i32.const 64) "Ext<Later>")
  (data (i32.const 80) "Ext<Alarm>")
  (data (i32.const 96) "Ext<Fail>")
  (data (i32.const 112) "count")
  (data (i32.const 128) "I was asked to fail")
  (data (i32.const 160) "no such property")
  ;; 192 to 255: digits, written backwards; 256 to 1279: the own point
  ;; 2033: a sentence whose end is the method, from 2048 to 3071, and the path, up to 65535
  (data (i32.const 2033) "nothing serves ")

  (func (export "mechtron_v1"))

  (func (export "mechtron_wave")
    (local $method i32)
    (local.set $method
      (call $least (call $field (i32.const 5) (i32.const 2048) (i32.const 1024)) (i32.const 1024)))
    (if (call $is (local.get $method) (i32.const 0) (i32.const 9)) (then (return (call $echo))))
    (if (call $is (local.get $method) (i32.const 16) (i32.const 10)) (then (return (call $count))))
    (if (call $is (local.get $method) (i32.const 32) (i32.const 8)) (then (return (call $forward))))
    (if (call $is (local.get $method) (i32.const 48) (i32.const 13)) (then (return (call $tell))))
    (if (call $is (local.get $method) (i32.const 64) (i32.const 10)) (then (return (call $later))))
    (if (call $is (local.get $method) (i32.const 80) (i32.const 10)) (then (return (call $ring))))
    (if (call $is (local.get $method) (i32.const 96) (i32.const 9)) (then (return (call $fail))))
    (call $reply (i32.const 404) (i32.const 1) (i32.const 2033)
      (i32.add
        (i32.add (i32.const 15) (local.get $method))
        (call $least
          (call $field (i32.const 6)
            (i32.add (i32.const 2048) (local.get $method)) (i32.const 62464))
          (i32.const 62464)))))

  (func $echo
    (call $reply (i32.const 200) (call $body_kind) (i32.const 65536) (call $read_body)))

  (func $count
    (local $length i32) (local $at i32) (local $count i32)
    (local.set $length
      (call $get (i32.const 112) (i32.const 5) (i32.const 192) (i32.const 10)))
    (block $read
      (loop $digit
        (br_if $read (i32.ge_s (local.get $at) (local.get $length)))
        (local.set $count
          (i32.add
            (i32.mul (local.get $count) (i32.const 10))
            (i32.and (i32.load8_u offset=192 (local.get $at)) (i32.const 15))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $digit)))
    (local.set $count (i32.add (local.get $count) (i32.const 1)))
    (local.set $at (i32.const 256))
    (loop $digit
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i32.store8 (local.get $at)
        (i32.add (i32.const 48) (i32.rem_u (local.get $count) (i32.const 10))))
      (local.set $count (i32.div_u (local.get $count) (i32.const 10)))
      (br_if $digit (local.get $count)))
    (local.set $length (i32.sub (i32.const 256) (local.get $at)))
    (drop (call $put (i32.const 112) (i32.const 5) (local.get $at) (local.get $length)))
    (call $reply (i32.const 200) (i32.const 4) (local.get $at) (local.get $length)))

  (func $forward
    (local $length i32) (local $status i32) (local $kind i32) (local $from i32)
    (local.set $status
      (call $ask
        (i32.const 65536) (call $read_body)
        (i32.const 0) (i32.const 9)
        (i32.const 1) (i32.const 256)
        (call $least (call $field (i32.const 7) (i32.const 256) (i32.const 1024)) (i32.const 1024))))
    (local.set $kind (call $answer_kind))
    (local.set $length
      (call $least (call $answer (i32.const 65536) (i32.const 1048576)) (i32.const 1048576)))
    (local.set $from (i32.const 65536))
    ;; an Err, which stands in quotes and cannot be made by a guest, goes on as Text
    (if (i32.eq (local.get $kind) (i32.const 35))
      (then
        (local.set $kind (i32.const 1))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (local.set $length (i32.sub (local.get $length) (i32.const 2)))))
    (call $reply (local.get $status) (local.get $kind) (local.get $from) (local.get $length)))

  (func $tell
    (local $length i32)
    (local.set $length
      (call $property (i32.const 65536) (call $read_body)
        (i32.const 65536) (i32.const 1048576)))
    (if (i32.lt_s (local.get $length) (i32.const 0))
      (then (call $reply (i32.const 404) (i32.const 1) (i32.const 160) (i32.const 16)))
      (else
        (call $reply (i32.const 200) (i32.const 1) (i32.const 65536)
          (call $least (local.get $length) (i32.const 1048576))))))

  (func $later
    (drop (call $alarm (i64.const 1000) (i32.const 65536) (call $read_body))))

  (func $ring
    (call $log (i32.const 2) (i32.const 65536) (call $read_body)))

  (func $fail
    (call $log (i32.const 4) (i32.const 128) (i32.const 19))
    (unreachable))

  ;; Reads the body to 65536.
  (func $read_body (result i32)
    (call $least (call $body (i32.const 65536) (i32.const 1048576)) (i32.const 1048576)))

  ;; How much of a length was copied: none when it is -1, and at most the cap.
  (func $least (param $length i32) (param $cap i32) (result i32)
    (if (i32.lt_s (local.get $length) (i32.const 0)) (then (return (i32.const 0))))
    (select (local.get $cap) (local.get $length)
      (i32.gt_s (local.get $length) (local.get $cap))))

  ;; Whether the method at 2048 is that text.
  (func $is (param $method i32) (param $text i32) (param $length i32) (result i32)
    (if (i32.ne (local.get $method) (local.get $length)) (then (return (i32.const 0))))
    (loop $letter
      (local.set $length (i32.sub (local.get $length) (i32.const 1)))
      (if (i32.ne
            (i32.load8_u offset=2048 (local.get $length))
            (i32.load8_u (i32.add (local.get $text) (local.get $length))))
        (then (return (i32.const 0))))
      (br_if $letter (local.get $length)))
    (i32.const 1)))
