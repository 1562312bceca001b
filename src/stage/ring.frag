in vec4 color;
in vec2 across;
in float turn;
in float radius;
flat in int style;
out vec4 pixel;

float line(float distance, float half_width) {
  float soft = 0.5 / canvas.w + 0.25;
  return 1.0 - smoothstep(half_width - soft, half_width + soft, abs(distance));
}

// Strokes across the rim, so many to a turn, between two distances from its inner line.
float ticks(float count, float from, float to) {
  float step_length = TAU * radius / count;
  float off = (fract(turn * count + 0.5) - 0.5) * step_length;
  return line(off, 0.45) * step(from, across.x) * step(across.x, to);
}

void main() {
  float alpha = line(across.x, across.y);
  if (style == 1) {
    float inner = line(across.x + 4.0, 0.45);
    float outer = line(across.x - 8.0, 0.6);
    float fine = ticks(360.0, -4.0, 0.0) * smoothstep(160.0, 260.0, radius);
    float five = ticks(72.0, -4.0, 3.0);
    float thirty = ticks(12.0, -4.0, 8.0);
    alpha = max(max(inner, outer), max(alpha * 0.7, max(fine * 0.7, max(five, thirty))));
  }
  float a = color.a * alpha;
  pixel = vec4(color.rgb * a, a);
}
