// Set-up of every component test: unmounts what a test rendered, so that the next one starts from an empty page.
import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(cleanup);
