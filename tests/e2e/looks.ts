import type { Locator, Page } from 'playwright-core';
import { stillness } from './waiting.ts';

/** What forced colours leave of the way an element looks: shadows and gradients do not count, nor does boldness. */
const kept = [
  'backgroundColor',
  'borderTopColor',
  'borderTopStyle',
  'borderTopWidth',
  'outlineColor',
  'outlineStyle',
  'outlineWidth',
] as const;

export type Look = Readonly<Record<string, string>>;

/** A ground that is the page's own, or none, is left out: both look the same. */
export async function lookOf(element: Locator): Promise<Look> {
  await stillness(element.page());
  return element.evaluate((one, names) => {
    const probe = document.createElement('i');
    probe.style.backgroundColor = 'Canvas';
    document.body.append(probe);
    const page = getComputedStyle(probe).backgroundColor;
    probe.remove();
    const style = getComputedStyle(one);
    const ground = style.backgroundColor;
    const isPlain = ground === page || /^rgba\(.*, 0\)$/.test(ground);
    return Object.fromEntries(
      names
        .filter((name) => !(name === 'backgroundColor' && isPlain))
        .filter((name) => !(name.startsWith('outline') && style.outlineStyle === 'none'))
        .map((name) => [name, style[name]]),
    );
  }, kept);
}

/** A picture of an element, row-major, each pixel as `r,g,b`. */
export async function pixelsOf(element: Locator): Promise<string[][]> {
  const png = (await element.screenshot({ animations: 'disabled' })).toString('base64');
  return element.page().evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no 2D context');
    context.drawImage(image, 0, 0);
    const { data: bytes } = context.getImageData(0, 0, image.width, image.height);
    return Array.from({ length: image.height }, (_, y) =>
      Array.from({ length: image.width }, (__, x) =>
        bytes.slice((y * image.width + x) * 4, (y * image.width + x) * 4 + 3).join(),
      ),
    );
  }, png);
}

/** Pairs of controls and figures within the hosts that lie over each other by more than half a pixel. */
export function overlaps(page: Page, hosts: readonly string[]): Promise<string[]> {
  return page.evaluate((names) => {
    const parts = names
      .flatMap((name) => allNamed(document, name))
      .flatMap((host) => [
        ...(host.shadowRoot?.querySelectorAll('a, button, select, input, dt, dd, label, .sign') ?? []),
      ])
      .filter(
        (part) =>
          part.checkVisibility({ visibilityProperty: true }) && part.closest('.visually-hidden') === null,
      );
    const found: string[] = [];
    for (const [i, one] of parts.entries())
      for (const other of parts.slice(i + 1))
        if (areOver(one, other)) found.push(`${nameOf(one)} × ${nameOf(other)}`);
    return found;

    function allNamed(root: ParentNode, name: string): Element[] {
      const inside = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
        shadowRoot === null ? [] : allNamed(shadowRoot, name),
      );
      return [...root.querySelectorAll(name), ...inside];
    }
    function areOver(one: Element, other: Element): boolean {
      if (one.contains(other) || other.contains(one)) return false;
      const a = one.getBoundingClientRect();
      const b = other.getBoundingClientRect();
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      return width > 0.5 && height > 0.5;
    }
    function nameOf(part: Element): string {
      return part.getAttribute('aria-label') ?? (part.textContent.trim() || part.tagName);
    }
  }, hosts);
}

/** Controls of an element that cannot be pressed wholly, once each is scrolled to: their names and what lies over them. */
export function covered(host: Locator): Promise<string[]> {
  return host.evaluate(({ shadowRoot }) => {
    if (shadowRoot === null) throw new TypeError('it has no controls of its own');
    return [...shadowRoot.querySelectorAll('button, input, select')].flatMap((control) => {
      control.scrollIntoView({ block: 'center', inline: 'center' });
      const { left, top, width, height } = control.getBoundingClientRect();
      const over = [0.1, 0.5, 0.9]
        .flatMap((x) => [0.1, 0.5, 0.9].map((y) => [left + x * width, top + y * height]))
        .map(([x, y]) => shadowRoot.elementFromPoint(x, y))
        .find((element) => !control.contains(element));
      return over === undefined ? [] : [`${control.ariaLabel ?? ''} under ${over?.localName ?? 'nothing'}`];
    });
  });
}

/** Texts that do not fit into what they stand in, whose rest is not shown: what they say, and by how much they are too long. */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    visit(document);
    return found;

    function visit(root: ParentNode): void {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot !== null) visit(element.shadowRoot);
        if (element instanceof HTMLElement && isCut(element))
          found.push(
            `${element.localName}.${element.className}: ${element.innerText.trim()} ` +
              `(${element.scrollWidth} × ${element.scrollHeight} in ${element.clientWidth} × ${element.clientHeight})`,
          );
      }
    }

    function isCut(element: HTMLElement): boolean {
      const { overflowX, overflowY } = getComputedStyle(element);
      const clips = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
      if (!element.checkVisibility({ visibilityProperty: true }) || element.innerText.trim() === '')
        return false;
      // For the voice alone, or painted under a field that is scrolled.
      if (element.closest('.visually-hidden, pre') !== null) return false;
      if (element.clientWidth <= 2) return false;
      return (
        (clips(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
        (clips(overflowY) && element.scrollHeight > element.clientHeight + 4)
      );
    }
  });
}

/** Whether all of an element is in the window, and nothing that it scrolls in or is clipped by leaves any of it out. */
export async function isSeen(element: Locator): Promise<boolean> {
  return element.evaluate((one) => {
    const box = one.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return false;
    const isWithin = (left: number, top: number, right: number, bottom: number): boolean =>
      box.left >= left - 0.5 &&
      box.top >= top - 0.5 &&
      box.right <= right + 0.5 &&
      box.bottom <= bottom + 0.5;
    if (!isWithin(0, 0, innerWidth, innerHeight)) return false;
    for (let at: Element | null = parentOf(one); at !== null; at = parentOf(at)) {
      const { overflowX, overflowY, display } = getComputedStyle(at);
      if (display === 'contents' || (overflowX === 'visible' && overflowY === 'visible')) continue;
      if (at === document.body || at === document.documentElement) continue;
      const { left, top, right, bottom } = at.getBoundingClientRect();
      if (!isWithin(left, top, right, bottom)) return false;
    }
    return true;

    function parentOf(child: Element): Element | null {
      if (child.assignedSlot !== null) return child.assignedSlot;
      if (child.parentElement !== null) return child.parentElement;
      const root = child.getRootNode();
      return root instanceof ShadowRoot ? root.host : null;
    }
  });
}
