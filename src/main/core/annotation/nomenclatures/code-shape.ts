/** The form of NACE and NAF codes, from which level and parent can be told. */
import { dotless } from '../../../../shared/nomenclature/code.ts';

/** Length of the dotless code at each level: section, division, group, class, sub-class. */
const shapes = [/^[A-Z]$/, /^\d{2}$/, /^\d{3}$/, /^\d{4}$/, /^\d{4}[A-Z]$/];

/** 1 for a section to 5 for a sub-class; undefined for codes of another form. */
export function shapeLevel(code: string): number | undefined {
  const level = shapes.findIndex((shape) => shape.test(dotless(code))) + 1;
  return level === 0 ? undefined : level;
}

/** The code as printed, whatever its dots: `0111z` gives `01.11Z`. */
export function shapedCode(code: string): string {
  const bare = dotless(code);
  return bare.length > 2 ? `${bare.slice(0, 2)}.${bare.slice(2)}` : bare;
}

/** The code above, as its own digits say; undefined for sections and divisions. */
export function shapedParent(code: string): string | undefined {
  const level = shapeLevel(code) ?? 0;
  if (level < 3) return undefined;
  return shapedCode(dotless(code).slice(0, level - 1));
}
