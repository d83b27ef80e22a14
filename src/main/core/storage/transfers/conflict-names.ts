/** Names beside taken ones. Pure. */

/** `report.csv` becomes `report (2).csv`, the first that `taken` does not know; slashes before the name stay. */
export function nameBeside(path: string, taken: (path: string) => boolean): string {
  const at = path.lastIndexOf('/') + 1;
  const [folder, name] = [path.slice(0, at), path.slice(at)];
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 2; ; number += 1) {
    const beside = `${folder}${stem} (${number})${ending}`;
    if (!taken(beside)) return beside;
  }
}
