/** The version of MLflow whose answers these are. */
export const spokenVersion = '3.17.2';
