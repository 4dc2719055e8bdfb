/** For `enhanceGetInputProps`: tells readers which fields are wrong, also where Mantine does not (PasswordInput). */
export function markInvalid({ inputProps }: { inputProps: { error?: unknown } }): { 'aria-invalid'?: true } {
  return inputProps.error ? { 'aria-invalid': true } : {};
}
