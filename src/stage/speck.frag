// A small mark: a disc on a rim of paper. Without a graphics processor the glyphs of mark.frag take thirty times as long.
in vec2 spot;
in float size;
in float shown;
flat in int glyph;
flat in float loud;
out vec4 pixel;

uniform vec4 ink;
uniform vec4 paper;
uniform vec4 brass;
uniform vec4 quiet;

void main() {
  vec3 color = glyph == 5 || glyph == 0 ? brass.rgb : (loud > 0.5 ? ink.rgb : quiet.rgb);
  float soft = 0.5 / canvas.w + 0.2;
  float away = (length(spot) - 0.75) * size;
  float disc = 1.0 - smoothstep(-soft, soft, away);
  float rim = 1.0 - smoothstep(-soft, soft, away - 0.85);
  pixel = mix(vec4(paper.rgb, 1.0) * rim, vec4(color, 1.0), disc) * shown;
}
