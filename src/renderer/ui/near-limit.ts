/** Share of a limit, in [0, 1], from which on it is called near. */
export const nearLimit = 0.85;
