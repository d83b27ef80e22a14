/** Tells when the laptop woke up or its network came back. */
import { net, powerMonitor } from 'electron';
import { live, type Live } from '../core/live.ts';

/** How often the network is looked at, in milliseconds: the main process gets no event of it. */
const beat = 5_000;

/** Counts wake-ups and returns of the network; `stop` ends the watch. */
export function watchPower(): { readonly resumes: Live<number>; stop(): void } {
  const resumes = live(0);
  const count = () => resumes.set(resumes.get() + 1);
  let wasOnline = net.isOnline();
  const timer = setInterval(() => {
    const isOnline = net.isOnline();
    if (isOnline && !wasOnline) count();
    wasOnline = isOnline;
  }, beat);
  timer.unref();
  powerMonitor.on('resume', count);
  powerMonitor.on('unlock-screen', count);
  return {
    resumes,
    stop: () => {
      clearInterval(timer);
      powerMonitor.off('resume', count);
      powerMonitor.off('unlock-screen', count);
    },
  };
}
