// The currencies that an account may have: those that this process can name and format.

/** Whether it is a currency code in capitals. */
export function isKnownCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code);
}
