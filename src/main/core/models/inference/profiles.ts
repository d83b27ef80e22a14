/** The preprocessing of each model: what the person chose, else what the model lets guess. */
import { PreprocessingProfile } from '../../../../shared/contract/models/inference.ts';
import type { Store } from '../../store/store.ts';
import type { ReadyPin } from '../pins/pins.ts';
import { guessProfile, tellingWords, type GuessedProfile } from './guess-profile.ts';
import { linesWithin } from './lines-within.ts';
import type { OpenModels } from './open-models.ts';

export interface KnownProfile {
  readonly profile: PreprocessingProfile;
  readonly from: 'chosen' | 'model' | 'guessed';
  /** As in a guess; `chosen` for what the person chose. */
  readonly why: string;
}

const profileKey = (pin: string) => `models/profile/${pin}`;

export interface Profiles {
  /** @throws Failure of the reader */
  of(store: Store, pin: ReadyPin): Promise<KnownProfile>;
}

/** Guesses once a model file. */
export function createProfiles(models: OpenModels): Profiles {
  const guessed = new Map<string, GuessedProfile>();
  return {
    async of(store, pin) {
      const kept = PreprocessingProfile.safeParse((await store.get(profileKey(pin.id)))?.value).data;
      if (kept) return { profile: kept, from: 'chosen', why: 'chosen' };
      const key = `${pin.id} ${pin.file}`;
      const before = guessed.get(key);
      if (before) return before;
      const known = await models.use(pin, (model) => model.known(tellingWords));
      const guess = guessProfile(await pin.texts(), new Set(known));
      guessed.set(key, guess);
      return guess;
    },
  };
}

/** @throws Failure `profile-pattern` for a rule that is none; `no-space` */
export async function chooseProfile(store: Store, pin: string, profile: PreprocessingProfile): Promise<void> {
  linesWithin(profile);
  await store.set(profileKey(pin), profile);
}
