/** Which folder was gone into by key, until it is there: its list then has the focus. */
export interface EnteredByKey {
  note(folder: string): void;
  /** True once for the folder that was noted. */
  take(folder: string): boolean;
}

/** Remembers one folder; it outlives the list, which is away while a folder is read. */
export function enteredByKey(): EnteredByKey {
  let noted: string | undefined;
  return {
    note: (folder) => void (noted = folder),
    take(folder) {
      if (noted !== folder) return false;
      noted = undefined;
      return true;
    },
  };
}
