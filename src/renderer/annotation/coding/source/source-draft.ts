/** The form of a source of suggestions, before it is one. Pure. */
import { CodingDialect, type SuggestionSource } from '../../../../shared/contract/annotation/suggestions.ts';

export const dialects = CodingDialect.options;

export interface SourceDraft {
  readonly kind: SuggestionSource['kind'];
  readonly address: string;
  readonly dialect: CodingDialect;
  readonly user: string;
  /** Empty: as before. */
  readonly password: string;
  readonly model: string;
}

/** The form for a source as it is kept. */
export function draftOf(source: SuggestionSource): SourceDraft {
  const empty: SourceDraft = {
    kind: source.kind,
    address: '',
    dialect: 'auto',
    user: '',
    password: '',
    model: '',
  };
  if (source.kind === 'served') {
    const { address, dialect, user = '' } = source;
    return { ...empty, address, dialect, user };
  }
  return source.kind === 'local' ? { ...empty, model: source.model } : empty;
}

/** The source that the form says; undefined where something is missing. */
export function sourceOf(draft: SourceDraft): SuggestionSource | undefined {
  const { kind, address, dialect, user, model } = draft;
  switch (kind) {
    case 'served':
      return /^https?:\/\/\S+$/.test(address.trim())
        ? { kind, address: address.trim(), dialect, ...(user.trim() && { user: user.trim() }) }
        : undefined;
    case 'local':
      return model === '' ? undefined : { kind, model };
    case 'file':
    case 'none':
      return { kind };
  }
}

/** The password, where one was typed. */
export const passwordOf = ({ kind, password }: SourceDraft) =>
  kind === 'served' && password !== '' ? { password } : {};
