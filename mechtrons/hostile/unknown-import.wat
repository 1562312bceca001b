;; Wants what nobody offers, some of it nearly. Refused when it is loaded.
(module
  (import "cosmos" "repply" (func (param i32 i32 i32 i32)))
  (import "cosmos" "body" (func (param i32) (result i32)))
  (import "env" "system" (func (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "mechtron_v1"))
  (func (export "mechtron_wave")))
