;; Asks localhost:echo what it was asked itself, and answers with what that answers.
;; It may not until somebody lets it: the answer is 403 and says so. This line does:
;;
;;   grant perm +csd-RwX on localhost:echo to localhost:draft
(module
  (import "cosmos" "body" (func $body (param i32 i32) (result i32)))
  (import "cosmos" "ask" (func $ask (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "cosmos" "answer" (func $answer (param i32 i32) (result i32)))
  (import "cosmos" "reply" (func $reply (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "localhost:echo")   ;; 14 bytes
  (data (i32.const 16) "Ext<Say>")        ;; 8 bytes

  (func (export "mechtron_v1"))

  (func (export "mechtron_wave")
    (local $status i32)
    ;; it waits here until the Pong comes, and takes no Wave until then
    (local.set $status
      (call $ask
        (i32.const 0) (i32.const 14)            ;; to whom
        (i32.const 16) (i32.const 8)            ;; the method
        (i32.const 1) (i32.const 1024)          ;; a Text, at 1024
        (call $body (i32.const 1024) (i32.const 4096))))
    (call $reply (local.get $status) (i32.const 1) (i32.const 8192)
      (call $answer (i32.const 8192) (i32.const 4096)))))
