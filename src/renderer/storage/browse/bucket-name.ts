/** What a new bucket may be called (S3 user guide, "General purpose bucket naming rules"). Pure. */

export type NameProblem = 'length' | 'letters' | 'ends' | 'dots' | 'address' | 'reserved';

/** The first rule that a name breaks; undefined for a good one. Every dialect accepts what passes here. */
export function bucketNameProblem(name: string): NameProblem | undefined {
  if (/[^a-z0-9.-]/.test(name)) return 'letters';
  if (name.length < 3 || name.length > 63) return 'length';
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return 'ends';
  if (name.includes('..')) return 'dots';
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return 'address';
  if (/^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name))
    return 'reserved';
  return undefined;
}

/** Whether a folder or object can have this as the last part of its name. */
export function partProblem(name: string): 'empty' | 'slash' | 'dots' | 'long' | undefined {
  if (name === '') return 'empty';
  if (name.includes('/')) return 'slash';
  // Servers and programs take these for ways through a file system.
  if (name === '.' || name === '..') return 'dots';
  return new TextEncoder().encode(name).length > 255 ? 'long' : undefined;
}
