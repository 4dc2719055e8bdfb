import { Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { PermissionPicker } from './permission-picker.tsx';
import { roleFieldLabels as labels, type RoleValues } from './role-form.ts';

interface Props {
  form: UseFormReturnType<RoleValues>;
  /** A role's name is its id: it is given once. */
  isNew: boolean;
}

export function RoleFields({ form, isNew }: Props) {
  return (
    <>
      {isNew && (
        <TextInput
          label={labels.name}
          description="Small letters, digits and hyphens. It cannot be changed later."
          maxLength={32}
          autoComplete="off"
          {...form.getInputProps('name')}
        />
      )}
      <Textarea
        label={labels.description}
        maxLength={300}
        autosize
        minRows={2}
        {...form.getInputProps('description')}
      />
      <PermissionPicker
        held={form.values.permissions}
        error={form.errors.permissions}
        onChange={(permissions) => form.setFieldValue('permissions', permissions)}
      />
    </>
  );
}
