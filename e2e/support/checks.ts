/** What is looked at on every screen: what axe finds, and what a magnified screen cuts off. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * Expects axe (WCAG 2 A and AA, and its best practices) to find nothing on the screen, frames included; with `rules`
 * only those are asked. Monaco's inner structure is left out: it is not the app's, and what it shows is judged by its
 * label.
 */
export async function expectAccessible(page: Page, called: string, rules?: string[]): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    const changing = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(changing.map((one) => one.finished));
  });
  const axe = new AxeBuilder({ page }).exclude('.monaco-editor');
  const { violations, passes } = await (rules ? axe.withRules(rules) : axe).analyze();
  const found = violations.map(({ id, nodes }) => [
    id,
    ...nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`),
  ]);
  expect(found, `axe on ${called}`).toEqual([]);
  expect(passes.length, `rules that apply to ${called}`).toBeGreaterThan(rules ? 0 : 10);
}

/**
 * Expects that at 200 % (half the width and height, in CSS pixels) the page does not scroll sideways and nothing that
 * one reads or presses is cut off, unless it lies in a pane of its own that scrolls (WCAG 2.2, 1.4.4 and 1.4.10).
 */
export async function expectWholeAtDouble(page: Page, called: string): Promise<void> {
  const size = page.viewportSize();
  if (!size) throw new Error('The page has no size of its own');
  await page.setViewportSize({ width: size.width / 2, height: size.height / 2 });
  await expect.poll(() => page.evaluate(findCutOff), { message: `cut off at 200 %: ${called}` }).toEqual([]);
  await page.setViewportSize(size);
}

/** Runs in the page: the texts of what is cut off at the left or the right. */
function findCutOff(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  const found = scrollWidth > clientWidth ? [`the page: ${scrollWidth} of ${clientWidth}`] : [];
  const wanted = 'button, a[href], input, select, textarea, h1, h2, h3, p, label, dt, dd, th, td, li';
  for (const element of document.querySelectorAll(wanted)) {
    const box = element.getBoundingClientRect();
    const isDrawn =
      box.width > 1 &&
      box.height > 1 &&
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (!isDrawn || element.closest('.monaco-editor') || isOffered(element, box)) continue;
    found.push(
      `${element.tagName.toLowerCase()} "${element.textContent.slice(0, 40)}" ${Math.round(box.left)}-${Math.round(box.right)}`,
    );
  }
  return found;

  /** True when all of its width can be seen, at once or by scrolling a pane around it. */
  function isOffered(element: Element, { left, right }: DOMRect): boolean {
    for (let around = element.parentElement; around; around = around.parentElement) {
      const { overflowX, position } = getComputedStyle(around);
      const edge = around.getBoundingClientRect();
      if (left >= edge.left - 1 && right <= edge.right + 1) continue;
      if (overflowX === 'auto' || overflowX === 'scroll') return true;
      if (overflowX === 'hidden' || overflowX === 'clip') return false;
      if (position === 'fixed') break;
    }
    return left >= -1 && right <= clientWidth + 1;
  }
}

/**
 * Expects that Tab reaches everything on the screen that can be pressed or written into, or of the dialog before it; of radio buttons
 * one a group, from which the arrow keys go on (WAI-ARIA Authoring Practices, "Keyboard Navigation Inside Components").
 */
export async function expectReachable(page: Page, called: string): Promise<void> {
  const count = await page.evaluate(() => {
    const reached = new Set<EventTarget | null>([document.activeElement]);
    document.addEventListener('focusin', ({ target }) => reached.add(target));
    Object.assign(globalThis, { reachedByTab: reached });
    return document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]').length;
  });
  for (let presses = 0; presses < count + 5; presses += 1) await page.keyboard.press('Tab');
  expect(await page.evaluate(findUnreached), `not reached by Tab on ${called}`).toEqual([]);
}

/** Runs in the page: what can be focused and never was. */
function findUnreached(): string[] {
  const { reachedByTab } = globalThis as unknown as { reachedByTab: ReadonlySet<Element> };
  const dialogs = [...document.querySelectorAll('[role=dialog]')].filter((one) => one.checkVisibility());
  const within = dialogs.at(-1) ?? document;
  const groups = new Set(
    [...reachedByTab].map((one) => (one instanceof HTMLInputElement && one.type === 'radio' ? one.name : '')),
  );
  return [...within.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, [tabindex]')]
    .filter(
      (one) =>
        one.tabIndex >= 0 &&
        !one.matches(':disabled, [type=hidden], [aria-hidden=true] *, [inert] *') &&
        one.checkVisibility({ visibilityProperty: true }) &&
        !reachedByTab.has(one) &&
        !(one instanceof HTMLInputElement && one.type === 'radio' && groups.has(one.name)),
    )
    .map((one) => one.outerHTML.slice(0, 160));
}
