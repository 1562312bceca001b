in vec4 color;
in vec2 spot;
in float age;
in float rim;
flat in int code;
flat in float chosen;
out vec4 pixel;

uniform vec4 paper;

float soft() { return 0.5 / canvas.w + 0.2; }
float inside(float d) { return 1.0 - smoothstep(-soft(), soft(), d); }

float bar(vec2 p, vec2 from, vec2 to) {
  vec2 a = p - from;
  vec2 b = to - from;
  return length(a - b * clamp(dot(a, b) / dot(b, b), 0.0, 1.0));
}

// A dart with a notch, its tip ahead.
float dart(vec2 p, float r) {
  p.y = abs(p.y);
  float side = dot(p - vec2(r, 0.0), normalize(vec2(0.62, 1.6)));
  float notch = dot(p - vec2(-0.35 * r, 0.0), normalize(vec2(-0.75, -0.55)));
  return max(side, notch);
}

float saltire(vec2 p, float r) {
  return min(bar(p, vec2(-r), vec2(r)), bar(p, vec2(-r, r), vec2(r, -r)));
}

void main() {
  int mark = (code >> 3) & 3;
  bool many = (code & 32) != 0;
  vec2 p = spot / (1.0 + 0.4 * chosen);
  float ink = 0.0;
  float ground = 0.0;
  if (mark == 0) {
    // What is held back has a bar before it.
    float gate = (code & 64) != 0 ? bar(p, vec2(9.2, -4.6), vec2(9.2, 4.6)) - 0.9 : 99.0;
    // Two of one fly side by side.
    if ((code & 128) != 0) p.y = abs(p.y) - 5.2;
    int kind = code & 3;
    float d;
    if (kind == 0) {
      d = dart(p, 6.4);
      // Who asks many is followed by more of its kind.
      if (many) d = min(d, max(dart(p + vec2(4.6, 0.0), 6.4), 1.0 - dart(p, 6.4)));
      ink = inside(d);
    } else if (kind == 1) {
      d = length(p) - 4.6;
      ink = inside(abs(d) - 0.85);
      // One answer of many has a dot in its ring.
      if (many) ink = max(ink, inside(length(p) - 1.5));
    } else {
      d = length(p) - 3.1;
      ink = inside(d);
    }
    if ((code & 4) != 0) {
      // What carries an error bears a cross.
      float c = saltire(p, 4.2);
      d = min(d, c - 1.0);
      ink = max(kind == 1 ? ink : 0.0, inside(c - 0.95));
    }
    ink = max(ink, inside(gate));
    ground = inside(min(d, gate) - 1.8);
  } else if (mark == 1) {
    float c = saltire(p, 5.0 + 1.5 * (1.0 - smoothstep(0.0, 0.12, age)));
    float fade = 1.0 - smoothstep(0.7, 1.0, age);
    ink = inside(c - 1.15) * fade;
    ground = inside(c - 3.0) * fade;
  } else if (mark == 2) {
    float r = rim + 3.0 + 15.0 * (1.0 - (1.0 - age) * (1.0 - age));
    ink = inside(abs(length(p) - r) - 0.7) * (1.0 - age) * 0.8;
  } else {
    // Lost: a ring that falls apart.
    float turn = atan(p.y, p.x) / TAU;
    float gaps = smoothstep(age - 0.1, age + 0.1, abs(fract(turn * 6.0) - 0.5) * 2.0);
    ink = inside(abs(length(p) - 4.0 - 4.0 * age) - 0.8) * (1.0 - age) * gaps;
  }
  vec4 under = vec4(paper.rgb, 1.0) * ground * 0.85;
  vec4 over = vec4(color.rgb, 1.0) * ink;
  pixel = (over + under * (1.0 - ink)) * color.a;
}
