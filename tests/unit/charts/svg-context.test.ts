import { describe, expect, it } from 'vitest';
import { SvgContext } from '../../../src/charts/svg-context.ts';

const measure = { font: '', measureText: (text: string) => ({ width: 6 * text.length }) as TextMetrics };

function drawn(draw: (context: SvgContext) => void): string {
  const context = new SvgContext({ width: 100, height: 50 }, measure, (image) => `image ${image.width}`);
  draw(context);
  return context.document();
}

/** What is inside of the document. */
const inside = (svg: string): string => /^<svg [^>]*>(.*)<\/svg>\n$/s.exec(svg)![1];

describe('an SVG document that is drawn as a canvas is', () => {
  it('has its size, and each shape as one', () => {
    const svg = drawn((context) => {
      context.fillStyle = '#1768b3';
      context.fillRect(1, 2, 30, 40);
      context.beginPath();
      context.moveTo(0, 0);
      context.lineTo(10.126, 20);
      context.lineWidth = 2;
      context.setLineDash([4, 3]);
      context.strokeStyle = 'red';
      context.stroke();
    });
    expect(svg).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50">' +
        '<path d="M1 2L31 2L31 42L1 42Z" fill="#1768b3"/>' +
        '<path d="M0 0L10.13 20" fill="none" stroke="red" stroke-width="2" stroke-dasharray="4 3"/></svg>\n',
    );
  });

  it('keeps a path that was begun apart from a rectangle, and draws nothing of none', () => {
    const svg = drawn((context) => {
      context.beginPath();
      context.stroke();
      context.fill();
      context.moveTo(1, 1);
      context.fillRect(0, 0, 2, 2);
      context.lineTo(5, 5);
      context.stroke();
    });
    expect(inside(svg)).toContain('<path d="M1 1L5 5" fill="none"');
    expect(svg.match(/<path/g)).toHaveLength(2);
  });

  it('goes around circles, whole ones in two halves, either way', () => {
    const path = (draw: (context: SvgContext) => void): string => / d="([^"]*)"/.exec(drawn(draw))![1];
    expect(
      path((context) => {
        context.arc(10, 10, 5, 0, 2 * Math.PI);
        context.fill();
      }),
    ).toBe('M15 10A5 5 0 0 1 5 10A5 5 0 0 1 15 10');
    expect(
      path((context) => {
        context.arc(10, 10, 5, 0, -Math.PI / 2, true);
        context.fill();
      }),
    ).toBe('M15 10A5 5 0 0 0 10 5');
    // A canvas goes on with a line to where an arc begins.
    expect(
      path((context) => {
        context.moveTo(0, 0);
        context.arc(10, 10, 5, Math.PI / 2, Math.PI);
        context.fill();
      }),
    ).toBe('M0 0L10 15A5 5 0 0 1 5 10');
  });

  it('gives back what was saved: style, place and clip, nested', () => {
    const svg = drawn((context) => {
      context.save();
      context.translate(10, 20);
      context.globalAlpha = 0.5;
      context.rect(0, 0, 5, 5);
      context.clip();
      context.save();
      context.scale(2, 2);
      context.fillRect(1, 1, 1, 1);
      context.restore();
      context.fillRect(1, 1, 1, 1);
      context.restore();
      context.restore();
      context.fillRect(1, 1, 1, 1);
    });
    expect(inside(svg)).toBe(
      '<defs><clipPath id="clip1"><path d="M10 20L15 20L15 25L10 25Z"/></clipPath></defs>' +
        '<g clip-path="url(#clip1)">' +
        '<path d="M12 22L14 22L14 24L12 24Z" fill="#000" fill-opacity="0.5"/>' +
        '<path d="M11 21L12 21L12 22L11 22Z" fill="#000" fill-opacity="0.5"/></g>' +
        '<path d="M1 1L2 1L2 2L1 2Z" fill="#000"/>',
    );
  });

  it('ends what a clip has left open', () => {
    const svg = drawn((context) => {
      context.rect(0, 0, 5, 5);
      context.clip();
      context.save();
      context.clip();
    });
    expect(svg.match(/<g /g)).toHaveLength(2);
    expect(svg.match(/<\/g>/g)).toHaveLength(2);
  });

  it('writes words in their font, turned where the canvas is, and lets none of them be markup', () => {
    const svg = drawn((context) => {
      context.font = '600 12px "Segoe UI", sans-serif';
      context.textAlign = 'right';
      context.textBaseline = 'middle';
      context.fillText('a < b & "c"', 3, 4);
      context.translate(5, 6);
      context.rotate(-Math.PI / 2);
      context.font = '10px serif';
      context.fillText('up', 0, 0);
      expect(context.measureText('four').width).toBe(24);
    });
    expect(inside(svg)).toBe(
      '<text x="3" y="4" font-family="&quot;Segoe UI&quot;, sans-serif" font-size="12" font-weight="600"' +
        ' text-anchor="end" dominant-baseline="central" fill="#000">a &lt; b &amp; &quot;c&quot;</text>' +
        '<text x="0" y="0" font-family="serif" font-size="10" text-anchor="end" dominant-baseline="central"' +
        ' transform="matrix(0 -1 1 0 5 6)" fill="#000">up</text>',
    );
    expect(measure.font).toBe('10px serif');
  });

  it('says the opacity of a colour beside it', () => {
    const filled = (colour: string): string =>
      inside(
        drawn((context) => {
          context.fillStyle = colour;
          context.fillRect(0, 0, 1, 1);
        }),
      );
    expect(filled('#10203080')).toContain('fill="#102030" fill-opacity="0.5"');
    expect(filled('rgba(1, 2, 3, 0.25)')).toContain('fill="rgb(1, 2, 3)" fill-opacity="0.25"');
  });

  it('takes a whole canvas in as an image, and no part of one', () => {
    const image = { width: 8, height: 4 } as HTMLCanvasElement;
    const svg = drawn((context) => {
      context.imageSmoothingEnabled = false;
      context.drawImage(image, 1, 2, 30, 40);
      expect(() => {
        context.drawImage(image, 0, 0, 1, 1, 0, 0, 1, 1);
      }).toThrow(/the whole of an image/);
    });
    expect(inside(svg)).toBe(
      '<image x="1" y="2" width="30" height="40" preserveAspectRatio="none" image-rendering="pixelated" href="image 8"/>',
    );
  });
});
