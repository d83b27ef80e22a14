/** Measures in the page itself how long the next item takes, from the key to the paint. */
import type { Page } from 'playwright-core';

interface Stopwatch {
  /** Milliseconds to the next item, as soon as it is painted. */
  next(): Promise<number>;
}

/** Runs in the page, which has no other way in; Enter starts it, another text stops it. */
function install(): void {
  const texts = 'section[aria-label="The item"] p';
  const shown = () => document.querySelector(texts)?.textContent ?? '';
  let pressed: number | undefined;
  let before = shown();
  let done: (milliseconds: number) => void = () => {};
  const painted = (began: number) => {
    // The message comes after the frame that is drawn now.
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => done(performance.now() - began), { once: true });
    port1.start();
    requestAnimationFrame(() => port2.postMessage(undefined));
  };
  const look = () => {
    const now = shown();
    if (now === before || now === '') return;
    before = now;
    if (pressed !== undefined) painted(pressed);
    pressed = undefined;
  };
  const press = ({ key, timeStamp }: KeyboardEvent) => {
    if (key === 'Enter') pressed = timeStamp;
  };
  window.addEventListener('keydown', press, { capture: true });
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  const stopwatch: Stopwatch = { next: () => new Promise((resolve) => (done = resolve)) };
  Object.assign(window, { stopwatch });
}

/** Puts the stopwatch into the page of an item. */
export async function startStopwatch(page: Page): Promise<void> {
  await page.evaluate(install);
}

/** Milliseconds from a press of Enter to the paint of the next text; the page has nothing left to do when this begins and ends. */
export async function nextItemAfterEnter(page: Page): Promise<number> {
  await untilIdle(page);
  await page.evaluate(() => {
    const { stopwatch } = window as unknown as { stopwatch: Stopwatch };
    Object.assign(window, { measured: stopwatch.next() });
  });
  await page.keyboard.press('Enter');
  const time = await page.evaluate(() => (window as unknown as { measured: Promise<number> }).measured);
  await untilIdle(page);
  return time;
}

/** Waits until the page has nothing left to do, as it has while a person reads. */
export async function untilIdle(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}
