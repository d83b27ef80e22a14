/** Where each opened service is shown: the address of the moment, with its ticket that is good once. */
import { create } from 'zustand';

interface OpenedAddresses {
  readonly addresses: Readonly<Record<string, string>>;
  set(id: string, address: string | undefined): void;
}

export const useOpenedAddresses = create<OpenedAddresses>()((set) => ({
  addresses: {},
  set: (id, address) =>
    set(({ addresses }) => {
      const { [id]: _gone, ...rest } = addresses;
      return { addresses: address === undefined ? rest : { ...rest, [id]: address } };
    }),
}));
