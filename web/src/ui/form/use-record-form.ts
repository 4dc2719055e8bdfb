import { type UseFormReturnType, useForm } from '@mantine/form';
import { useEffect, useMemo, useState } from 'react';
import { type ApiProblem, toProblem } from '../../lib/problem.ts';
import { markInvalid } from './mark-invalid.ts';

export type FieldChecks<V> = { [K in keyof V]?: (value: V[K], values: V) => string | null };

interface Options<R, V> {
  /** The stored record; undefined for one that is being made. */
  record?: R;
  toValues: (record: R | undefined) => V;
  checks?: FieldChecks<V>;
  /** Sends what changed. `version` is that of the record the change was made on. */
  save: (changed: Partial<V>, version: number | undefined, values: V) => Promise<R>;
  /** Reads the record again, after a 412. */
  reload?: () => Promise<R>;
  onSaved?: (record: R) => void;
}

export interface RecordForm<R, V> {
  form: UseFormReturnType<V>;
  changed: Partial<V>;
  isChanged: boolean;
  saving: boolean;
  problem: ApiProblem | null;
  /** The record as another person left it, after a 412. */
  theirs: R | null;
  submit: (event?: React.SyntheticEvent<HTMLFormElement>) => void;
  /** Saves the chosen values on top of theirs. */
  resolve: (values: V) => void;
  /** Gives up what was typed for theirs. */
  takeTheirs: () => void;
  /** Keeps what was typed and goes back to the form. */
  dismissConflict: () => void;
  reset: () => void;
}

interface Versioned {
  version?: number;
}

function difference<V extends object>(values: V, base: V): Partial<V> {
  const keys = (Object.keys(values) as (keyof V)[]).filter(
    (key) => JSON.stringify(values[key]) !== JSON.stringify(base[key]),
  );
  return Object.fromEntries(keys.map((key) => [key, values[key]])) as Partial<V>;
}

/**
 * A form over one record: sends only what changed, under the version it was made on; puts the server's `errors[].field`
 * beside the fields; on a 412 holds what the other person left, for the conflict dialog. What was typed is never lost.
 */
export function useRecordForm<R extends Versioned, V extends object>(options: Options<R, V>): RecordForm<R, V> {
  const { toValues, checks, save, reload, onSaved } = options;
  const [base, setBase] = useState(options.record);
  const baseValues = useMemo(() => toValues(base), [toValues, base]);
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [theirs, setTheirs] = useState<R | null>(null);
  const form = useForm<V>({
    mode: 'controlled',
    initialValues: baseValues,
    validate: checks as never,
    enhanceGetInputProps: markInvalid,
  });
  const changed = difference(form.getValues(), baseValues);
  const isChanged = Object.keys(changed).length > 0;

  const adopt = (record: R): void => {
    setBase(record);
    setTheirs(null);
    form.setInitialValues(toValues(record));
    form.setValues(toValues(record));
  };

  // A newer record from the server replaces an untouched form; a touched one keeps its base and meets the 412.
  const newer = options.record;
  useEffect(() => {
    if (newer === undefined || newer === base || isChanged || saving) return;
    adopt(newer);
  });

  const send = async (values: V, from: R | undefined): Promise<void> => {
    setSaving(true);
    setProblem(null);
    try {
      const saved = await save(difference(values, toValues(from)), from?.version, values);
      adopt(saved);
      onSaved?.(saved);
    } catch (error) {
      await fail(toProblem(error));
    } finally {
      setSaving(false);
    }
  };

  const fail = async (failure: ApiProblem): Promise<void> => {
    if (failure.status === 412 && reload) {
      const current = await reload().catch(() => null);
      if (current) {
        setTheirs(current);
        return;
      }
    }
    setTheirs(null);
    setProblem(failure);
    form.setErrors(Object.fromEntries(failure.errors.map(({ field, message }) => [field, message])));
  };

  return {
    form,
    changed,
    isChanged,
    saving,
    problem,
    theirs,
    submit: form.onSubmit(
      (values) => void send(values, base),
      (_errors, _values, event) => {
        const form = event?.currentTarget;
        // The fields are marked in the render that follows.
        requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      },
    ),
    resolve: (values) => {
      if (theirs) void send(values, theirs);
    },
    takeTheirs: () => {
      if (theirs) adopt(theirs);
    },
    dismissConflict: () => setTheirs(null),
    reset: () => {
      form.setValues(baseValues);
      form.clearErrors();
      setProblem(null);
    },
  };
}
