import { describe, expect, it } from 'vitest';
import { decodeSettings, encodeSettings } from '../../../../../src/experiment/url.ts';
import { surfaceOf, surfaces, surfaceSettings } from '../../../../../src/ui/playground/picture/surface.ts';

describe('what the boundary shows', () => {
  it('is what old links say', () => {
    expect(surfaceOf(decodeSettings('').settings.view)).toBe('continuous');
    expect(surfaceOf(decodeSettings('discreteOutput=true').settings.view)).toBe('discrete');
    expect(surfaceOf(decodeSettings('discreteOutput=false').settings.view)).toBe('continuous');
  });

  it('comes back from a link', () => {
    const { settings } = decodeSettings('');
    for (const surface of surfaces) {
      const view = { ...settings.view, ...surfaceSettings(surface) };
      const { settings: back, problems } = decodeSettings(encodeSettings({ ...settings, view }));
      expect(problems).toEqual([]);
      expect(surfaceOf(back.view)).toBe(surface);
    }
  });
});
