import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type ApiProblem, toProblem } from '../lib/problem.ts';
import { ProblemAlert } from './problem-alert.tsx';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What exactly will happen, and to how many. */
  children: ReactNode;
  /** Has to be typed. */
  name: string;
  action: string;
  run: () => Promise<unknown>;
}

/** Before what cannot be taken back: says what will happen and wants the name typed. */
export function ConfirmByName({ opened, onClose, title, children, name, action, run }: Props) {
  const [typed, setTyped] = useState('');
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const close = (): void => {
    setTyped('');
    setProblem(null);
    onClose();
  };
  const confirm = async (): Promise<void> => {
    setRunning(true);
    setProblem(null);
    try {
      await run();
      close();
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setRunning(false);
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === name) void confirm();
        }}
      >
        <Stack gap="md">
          <Text component="div">{children}</Text>
          {problem && <ProblemAlert problem={problem} />}
          <TextInput
            label={`Type ${name} to confirm`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" color="red" disabled={typed !== name} loading={running}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
