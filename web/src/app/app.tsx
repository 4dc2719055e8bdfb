import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from '../lib/query-client.ts';
import { getSession, subscribeSession } from '../lib/session/session.ts';
import { cssVariables, theme } from '../ui/theme.ts';
import { router } from './router.tsx';

// What one person has seen is not for the next one at the same screen.
subscribeSession(() => {
  if (getSession().status === 'anonymous') queryClient.clear();
});

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" containerWidth={400} transitionDuration={120} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
