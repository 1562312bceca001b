;; Pings the point in its property `target` over and over, with `period` milliseconds of virtual
;; time between an answer and the next Ping. It goes on whatever the answer is.
(module
  (import "cosmos" "field" (func $field (param i32 i32 i32) (result i32)))
  (import "cosmos" "property" (func $property (param i32 i32 i32 i32) (result i32)))
  (import "cosmos" "alarm" (func $alarm (param i64 i32 i32) (result i32)))
  (import "cosmos" "ask" (func $ask (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "target" "period" "Ext<Say>" "beat")

  (func (export "mechtron_v1"))

  (func (export "mechtron_init") (call $again))

  ;; Only its own alarm makes it ping; any other Wave is answered with 200 and Empty.
  (func (export "mechtron_wave")
    (local $length i32)
    (drop (call $field (i32.const 5) (i32.const 64) (i32.const 16)))
    (if (i64.ne (i64.load (i32.const 64)) (i64.const 0x72616c413c747845)) (then (return)))
    (local.set $length
      (call $property (i32.const 0) (i32.const 6) (i32.const 1024) (i32.const 4096)))
    (if (i32.gt_s (local.get $length) (i32.const 0))
      (then
        (drop (call $ask
          (i32.const 1024) (local.get $length)
          (i32.const 12) (i32.const 8)
          (i32.const 1) (i32.const 20) (i32.const 4)))))
    (call $again))

  ;; Sets the next alarm, after `period` milliseconds or else 5.
  (func $again
    (local $at i32) (local $end i32) (local $period i64)
    (local.set $end
      (call $property (i32.const 6) (i32.const 6) (i32.const 128) (i32.const 9)))
    (if (i32.gt_s (local.get $end) (i32.const 9)) (then (local.set $end (i32.const 9))))
    (block $done
      (loop $digit
        (br_if $done (i32.ge_s (local.get $at) (local.get $end)))
        (local.set $period
          (i64.add
            (i64.mul (local.get $period) (i64.const 10))
            (i64.extend_i32_u
              (i32.and
                (i32.load8_u (i32.add (i32.const 128) (local.get $at)))
                (i32.const 15)))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $digit)))
    (if (i64.eqz (local.get $period)) (then (local.set $period (i64.const 5))))
    (drop (call $alarm (local.get $period) (i32.const 20) (i32.const 4)))))
