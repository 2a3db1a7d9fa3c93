// Currencies that an account may have: those that this process can name and write.

/** Whether it is the code of a currency, in capitals. */
export function isKnownCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code);
}
