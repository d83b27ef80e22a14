/** Which parts of the frame are open. */
import { create } from 'zustand';

interface FrameState {
  readonly palette: boolean;
  readonly help: boolean;
  readonly commands: boolean;
  readonly notifications: boolean;
  set(part: 'palette' | 'help' | 'commands' | 'notifications', open: boolean): void;
}

export const useFrame = create<FrameState>()((set) => ({
  palette: false,
  help: false,
  commands: false,
  notifications: false,
  set: (part, open) => set({ [part]: open }),
}));

/** Opens or closes a part of the frame. */
export function toggle(part: 'palette' | 'help' | 'commands' | 'notifications'): void {
  useFrame.getState().set(part, !useFrame.getState()[part]);
}
