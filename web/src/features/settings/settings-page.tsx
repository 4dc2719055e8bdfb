import { Anchor, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Properties } from '../../ui/properties.tsx';

const schemes = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

/** Settings of this page on this device, and where the rest of the platform is described. */
export function SettingsPage({ about, shortcuts }: { about: ReactNode; shortcuts: ReactNode }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Page title="Settings" width="narrow">
      <Panel title="Appearance" hint="Kept on this device.">
        <SegmentedControl
          aria-label="Colours"
          data={schemes}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
        />
      </Panel>
      <Panel title="Keyboard">{shortcuts}</Panel>
      {about}
      <Panel title="API">
        <Properties
          items={[
            [
              'Try it',
              <Anchor key="docs" href="/docs">
                /docs
              </Anchor>,
            ],
            [
              'OpenAPI 3.1',
              <Anchor key="openapi" href="/api/v1/openapi.json">
                /api/v1/openapi.json
              </Anchor>,
            ],
            [
              'Health',
              <Anchor key="health" href="/health">
                /health
              </Anchor>,
            ],
          ]}
        />
      </Panel>
    </Page>
  );
}
