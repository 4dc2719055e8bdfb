import { useForm } from '@mantine/form';
import { useState } from 'react';
import { type ApiProblem, toProblem } from '../../lib/problem.ts';
import { markInvalid } from '../../ui/form/mark-invalid.ts';

/** A form before the login: what was typed stays when it fails, and the server's errors appear at the fields. */
export function useEntranceForm<V extends Record<string, string>>(
  initialValues: V,
  send: (values: V) => Promise<void>,
) {
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const form = useForm<V>({ mode: 'controlled', initialValues, enhanceGetInputProps: markInvalid });
  const submit = form.onSubmit(async (values) => {
    setSending(true);
    setProblem(null);
    try {
      await send(values);
    } catch (error) {
      const failure = toProblem(error);
      setProblem(failure);
      form.setErrors(Object.fromEntries(failure.errors.map(({ field, message }) => [field, message])));
    } finally {
      setSending(false);
    }
  });
  return { form, submit, sending, problem, fields: Object.keys(initialValues) };
}
