import { Modal } from '@mantine/core';
import { Shortcuts } from './shortcuts.tsx';

export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Shortcuts />
    </Modal>
  );
}
