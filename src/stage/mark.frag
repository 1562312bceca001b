// Glyphs as distances: an outline over paper, filled parts, and fine lines, as an engraver cuts them.
in vec2 spot;
in float size;
in float shown;
flat in int glyph;
flat in int halo;
flat in float loud;
flat in float focus;
out vec4 pixel;

uniform vec4 ink;
uniform vec4 paper;
uniform vec4 brass;
uniform vec4 quiet;
uniform vec4 refused;

float ball(vec2 p, float r) { return length(p) - r; }

float box(vec2 p, vec2 half_size, float round_by) {
  vec2 d = abs(p) - half_size + round_by;
  return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0) - round_by;
}

float bar(vec2 p, vec2 from, vec2 to) {
  vec2 a = p - from;
  vec2 b = to - from;
  return length(a - b * clamp(dot(a, b) / dot(b, b), 0.0, 1.0));
}

// A regular star: r to its tips, n of them, sharper the nearer m is to 2.
float star(vec2 p, float r, float n, float m) {
  float an = 0.5 * TAU / n;
  float en = 0.5 * TAU / m;
  vec2 acs = vec2(cos(an), sin(an));
  vec2 ecs = vec2(cos(en), sin(en));
  float turn = atan(p.x, -p.y);
  float bn = mod(turn, 2.0 * an) - an;
  p = length(p) * vec2(cos(bn), abs(sin(bn)));
  p -= r * acs;
  p += ecs * clamp(-dot(p, ecs), 0.0, r * acs.y / ecs.y);
  return length(p) * sign(p.x);
}

float hexagon(vec2 p, float r) {
  p = abs(p.yx);
  return max(dot(p, vec2(0.8660254, 0.5)), p.y) - r;
}

float gear(vec2 p, float r, float teeth) {
  float wave = cos(atan(p.y, p.x) * teeth);
  return (length(p) - r - 0.13 * smoothstep(-0.35, 0.35, wave)) * 0.85;
}

// x: the outline's distance; y: filled parts; z: fine lines.
vec3 shape(vec2 p) {
  const float NONE = 9.0;
  vec3 s = vec3(ball(p, 0.7), NONE, NONE);
  if (glyph == 0) {
    s.x = ball(p, 0.56);
    s.y = ball(p, 0.2);
    float turn = mod(atan(p.y, p.x) + TAU / 24.0, TAU / 12.0) - TAU / 24.0;
    vec2 q = length(p) * vec2(cos(turn), sin(turn));
    float far = mod(floor((atan(p.y, p.x) + TAU / 24.0) / (TAU / 12.0)), 2.0) < 0.5 ? 1.08 : 0.9;
    s.z = bar(q, vec2(0.72, 0.0), vec2(far, 0.0));
  } else if (glyph == 1) {
    s.x = ball(p, 0.86);
    s.y = ball(p, 0.3);
  } else if (glyph == 3) {
    float body = max(ball(p - vec2(0.0, 0.85), 0.75), p.y - 0.75);
    s.x = min(ball(p - vec2(0.0, -0.36), 0.38), body);
  } else if (glyph == 4) {
    s.x = box(p, vec2(0.72), 0.22);
    s.y = box(p, vec2(0.24), 0.08);
  } else if (glyph == 5) {
    s.x = gear(p, 0.76, 9.0);
    s.z = abs(ball(p, 0.34));
  } else if (glyph == 6) {
    s.x = min(box(p - vec2(0.0, 0.1), vec2(0.82, 0.55), 0.08),
              box(p - vec2(-0.42, -0.48), vec2(0.38, 0.16), 0.06));
  } else if (glyph == 7) {
    s.x = hexagon(p, 0.8);
    s.z = abs(hexagon(p, 0.42));
  } else if (glyph == 8) {
    float y = p.y - clamp(round(p.y / 0.56), -1.0, 1.0) * 0.56;
    s.x = box(vec2(p.x, y), vec2(0.8, 0.16), 0.05);
  } else if (glyph == 9) {
    s.x = hexagon(p, 0.76);
    s.z = min(bar(p, vec2(0.0), vec2(0.0, 0.86)),
              min(bar(p, vec2(0.0), vec2(0.75, -0.43)), bar(p, vec2(0.0), vec2(-0.75, -0.43))));
  } else if (glyph == 10) {
    s.x = max(box(p, vec2(0.58, 0.78), 0.04), dot(p - vec2(0.58, -0.4), normalize(vec2(1.0, -1.0))));
    s.z = min(bar(p, vec2(-0.28, 0.05), vec2(0.28, 0.05)), bar(p, vec2(-0.28, 0.38), vec2(0.28, 0.38)));
  } else if (glyph == 11) {
    s.x = ball(p, 0.84);
    s.y = ball(p, 0.2);
    vec2 q = abs(p);
    s.z = min(bar(q, vec2(0.48, 0.0), vec2(1.1, 0.0)), bar(q, vec2(0.0, 0.48), vec2(0.0, 1.1)));
  } else if (glyph == 12) {
    s.x = (abs(p.x) + abs(p.y) - 0.85) * 0.7071;
  } else if (glyph == 13) {
    s.x = box(p, vec2(0.64, 0.8), 0.24);
    s.z = min(bar(p, vec2(-0.64, -0.28), vec2(0.64, -0.28)), bar(p, vec2(-0.64, 0.28), vec2(0.64, 0.28)));
  } else if (glyph == 14) {
    s.x = min(ball(p - vec2(-0.35, 0.0), 0.48), ball(p - vec2(0.35, 0.0), 0.48));
  } else if (glyph == 15) {
    s.x = star(p * vec2(1.0, 1.0), 0.95, 3.0, 3.0 * 0.999);
  } else if (glyph == 16) {
    s.x = star(p, 1.12, 8.0, 3.2);
    s.y = ball(p, 0.2);
  } else if (glyph == 17) {
    s.x = star(p, 1.08, 6.0, 3.4);
    s.z = abs(ball(p, 0.3));
  } else if (glyph == 18) {
    s.x = star(p, 1.25, 4.0, 2.35);
    s.z = min(bar(p, vec2(-0.3), vec2(0.3)) + 0.0, bar(p, vec2(-0.3, 0.3), vec2(0.3, -0.3)));
    s.y = ball(p, 0.1);
  } else if (glyph == 19) {
    s.x = ball(p, 0.86);
    float r = length(p);
    float arm = abs(fract(r * 2.6 - atan(p.y, p.x) / TAU * 2.0) - 0.5) / 2.6;
    s.z = max((0.5 / 2.6 - arm) * 0.95, max(r - 0.86, 0.1 - r));
  } else if (glyph == 20) {
    s.x = star(p, 1.05, 5.0, 3.0);
  } else if (glyph == 21) {
    s.x = ball(p - vec2(0.0, 0.22), 0.58);
    s.z = min(bar(p, vec2(0.0, 0.22), vec2(0.0, -1.05)),
              min(bar(p, vec2(0.0, -1.05), vec2(-0.3, -0.7)), bar(p, vec2(0.0, -1.05), vec2(0.3, -0.7))));
  } else if (glyph == 22) {
    s.x = max((abs(p.x) - abs(p.y)) * 0.7071, abs(p.y) - 0.82);
  } else if (glyph == 23) {
    s.x = gear(p, 0.72, 12.0);
    s.z = abs(box(p, vec2(0.26), 0.02));
  }
  return s;
}

// A distance in radii as coverage.
float inside(float d) {
  float soft = 0.5 / canvas.w + 0.2;
  return 1.0 - smoothstep(-soft, soft, d * size);
}

void lay(inout vec4 under, vec3 color, float alpha) {
  under = vec4(color * alpha, alpha) + under * (1.0 - alpha);
}

void main() {
  vec4 drawn = vec4(0.0);
  vec3 s = shape(spot);
  bool brazen = glyph == 5 || glyph == 0;
  vec3 line = brazen ? brass.rgb : (loud > 0.5 ? ink.rgb : quiet.rgb);
  bool failed = halo == 4;
  if (failed) line = refused.rgb;
  float width = clamp(size * 0.07, 0.55, 1.3) / size;

  // Small ones stand close together, and must not cut each other.
  bool small = size < SMALL;
  lay(drawn, paper.rgb, inside(s.x - width - (small ? 0.3 : 1.6) / size));
  if (small) {
    lay(drawn, line, inside(s.x));
  } else {
    lay(drawn, mix(paper.rgb, line, brazen ? 0.2 : 0.07), inside(s.x));
    lay(drawn, line, inside(abs(s.x) - width));
    lay(drawn, line, inside(s.y));
    lay(drawn, line, inside(s.z - width * 0.75));
  }

  float r = length(spot);
  float turn = atan(spot.y, spot.x) / TAU;
  float ring = 1.18 + 3.0 / size;
  if (halo > 0) {
    float around = inside(abs(r - ring) - 0.65 / size);
    if (halo == 1) around *= step(0.5, fract(turn * 16.0));
    if (halo == 2) around *= step(0.35, fract(turn * 6.0));
    if (halo == 3) around *= step(0.14, abs(fract(turn * 2.0 + 0.25) - 0.5));
    if (halo == 5) around *= 0.45;
    if (failed) {
      around = max(around, inside(bar(spot, vec2(-ring * 0.75, ring * 0.75), vec2(ring * 0.75, -ring * 0.75)) - 0.8 / size));
    }
    lay(drawn, failed ? refused.rgb : line, around);
  }
  if (focus > 0.0) {
    float at = ring + 3.4 / size;
    float around = inside(abs(r - at) - (focus > 0.75 ? 0.9 : 0.5) / size);
    if (focus > 0.75) {
      // A reticle: four strokes point at what is chosen.
      vec2 q = abs(spot);
      float tick = 4.5 / size;
      float strokes = min(bar(q, vec2(at, 0.0), vec2(at + tick, 0.0)), bar(q, vec2(0.0, at), vec2(0.0, at + tick)));
      around = max(around, inside(strokes - 0.9 / size));
    }
    lay(drawn, brass.rgb, around * (focus > 0.75 ? 1.0 : 0.8));
  }
  pixel = drawn * shown;
}
