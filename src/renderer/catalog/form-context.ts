/** What every widget of an open form needs: the edits under way and the way to make one. */
import { createContext, useContext } from 'react';
import type { FormEdit } from '../../shared/contract/catalog.ts';
import type { ValuePath, ValueProblem } from '../../shared/contract/launch-form.ts';
import { pathKey } from './form-editor.ts';

export interface FormContext {
  readonly formId: string;
  readonly schema: unknown;
  readonly overlay: ReadonlyMap<string, unknown>;
  readonly problems: readonly ValueProblem[];
  edit(edit: FormEdit): void;
}

const Context = createContext<FormContext | undefined>(undefined);
export const FormProvider = Context.Provider;

/** The open form; throws outside of one. */
export function useForm(): FormContext {
  const context = useContext(Context);
  if (!context) throw new Error('useForm needs an open form around it');
  return context;
}

/** The value of a field as the person sees it, and a setter that shows at once. */
export function useField<T>(path: ValuePath, confirmed: T): readonly [T, (value: unknown) => void] {
  const { overlay, edit } = useForm();
  const key = pathKey(path);
  const value = overlay.has(key) ? (overlay.get(key) as T) : confirmed;
  return [value, (next) => edit({ kind: 'set', path: [...path], value: next })];
}
