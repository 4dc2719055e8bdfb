import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { valueText } from '../value-text.ts';
import classes from './form.module.css';

interface Props<V> {
  labels: Record<keyof V & string, string>;
  mine: V;
  theirs: V;
  /** What I changed: the rest of my form is only old. */
  changed: Partial<V>;
  /** "Kim changed it 2 min ago": who was faster. */
  by?: ReactNode;
  saving: boolean;
  onResolve: (values: V) => void;
  onTakeTheirs: () => void;
  onClose: () => void;
}

/** Two people changed the same record: shows both and saves theirs, mine, or a choice by field. */
export function ConflictDialog<V extends object>(props: Props<V>) {
  const { labels, mine, theirs, changed, by, saving, onResolve, onTakeTheirs, onClose } = props;
  const [takeMine, setTakeMine] = useState<Partial<Record<keyof V, boolean>>>({});
  const fields = (Object.keys(changed) as (keyof V & string)[]).filter(
    (field) => JSON.stringify(mine[field]) !== JSON.stringify(theirs[field]),
  );
  const merged = (choose: (field: keyof V & string) => boolean): V => ({
    ...theirs,
    ...Object.fromEntries(fields.filter(choose).map((field) => [field, mine[field]])),
  });
  const isMine = (field: keyof V): boolean => takeMine[field] ?? true;
  return (
    <Modal opened onClose={onClose} size="lg" title="Someone changed this while you did">
      <Stack gap="md">
        <Text component="div">
          {by} Nothing of yours is saved yet. Choose what each field shall be; fields that only the other person changed
          keep their value.
        </Text>
        {fields.length === 0 ? (
          <Text>Both of you made the same change: there is nothing left to save.</Text>
        ) : (
          <table className={classes.conflict}>
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Theirs, saved</th>
                <th scope="col">Mine</th>
              </tr>
            </thead>
            <tbody>
              {fields.map((field) => (
                <tr key={field}>
                  <th scope="row">{labels[field]}</th>
                  {[false, true].map((own) => (
                    <td key={String(own)}>
                      <Radio
                        name={`conflict-${field}`}
                        size="xs"
                        label={valueText((own ? mine : theirs)[field])}
                        checked={isMine(field) === own}
                        onChange={() => setTakeMine({ ...takeMine, [field]: own })}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onTakeTheirs}>
            Take theirs
          </Button>
          {fields.length > 0 && (
            <>
              <Button variant="default" loading={saving} onClick={() => onResolve(merged(() => true))}>
                Keep mine
              </Button>
              <Button loading={saving} onClick={() => onResolve(merged(isMine))}>
                Save the chosen fields
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
