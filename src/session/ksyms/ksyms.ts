/** BPF objects against the kernel that is open: answers the questions of `ksyms-api.ts`. */

import type { KsymQuestions } from '../ksyms-api.ts';

const later = (): never => {
  throw new Error('not answered yet');
};

export class Ksyms implements KsymQuestions {
  setLoaded = later;
  moveModule = later;
  takeModuleOrder = later;
  chooseKernel = later;
  ksymObjects = later;
  ksymReport = later;
  externDetail = later;
  ksymText = later;
  kfuncs = later;
  checkExtern = later;
}
