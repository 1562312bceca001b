// The Wave itself, or a mark where it arrived, was turned back or was lost.
// A row is (node, node, start, duration), (part, goal, hold, bend), (code, Wave).
uniform vec4 clock;                    // now, linger, alpha of this view, 0 Universal 1 Hyperversal
uniform vec4 wave_color[4];
uniform float chosen_wave;

out vec4 color;
out vec2 spot;                         // pixels from the middle, turned into its heading
out float age;                         // from 0 to 1 for what stands and goes
out float rim;                         // radius of the mark under it
flat out int code;
flat out float chosen;

void main() {
  int first = row() * 3;
  vec4 times = texel(rows, first);
  vec4 parts = texel(rows, first + 1);
  vec2 look = texel(rows, first + 2).xy;
  code = int(look.x + 0.5);
  gl_Position = vec4(2.0, 2.0, 0.0, 1.0);
  if (clock.x < times.z || clock.x >= parts.z) return;
  Seen a = see(times.x);
  Seen b = see(times.y);
  vec2 sizes = clock.w < 0.5 ? vec2(a.sizes.x, b.sizes.x) : vec2(a.sizes.y, b.sizes.y);
  if (sizes.x <= 0.0 || sizes.y <= 0.0) return;
  float done = clamp((clock.x - times.z) / max(times.w, 1e-9), 0.0, 1.0);
  float part = mix(parts.x, parts.y, done);
  vec2 at = curve(a, b, parts.w, part);
  vec2 way = heading(a, b, parts.w, part) * (parts.y < parts.x ? -1.0 : 1.0);
  int mark = (code >> 3) & 3;
  age = done;
  rim = a.size;
  // Those that fly alone and free have nothing before or beside them; darts are longer than the others.
  float half_side = (code & 224) != 0 ? 11.0 : ((code & 3) == 0 ? 10.0 : 7.8);
  if (mark > 0) {
    way = vec2(1.0, 0.0);
    half_side = 11.0;
    if (mark == 2) {
      half_side = a.size + 22.0;
    } else if (times.x == times.y) {
      // Beside a star, not upon it.
      at += vec2(0.75, -0.75) * (a.size + 5.0);
    }
  }
  chosen = look.y == chosen_wave ? 1.0 : 0.0;
  half_side *= 1.0 + 0.4 * chosen;
  color = wave_color[(code & 4) != 0 ? 3 : code & 3];
  color.a *= clock.z;
  spot = square() * half_side;
  gl_Position = on_canvas(at + way * spot.x + vec2(-way.y, way.x) * spot.y);
}
