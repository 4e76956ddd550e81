import { mount } from './mount.tsx';

void mount(window.koo);
