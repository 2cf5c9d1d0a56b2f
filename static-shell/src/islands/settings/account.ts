/** What the account itself is changed with: fetched when it is first wanted (useAccount). */
export { checkCode, checkEmail } from '@/islands/auth/words';
export { addAddress, confirmAddress, removePicture, sendCode, setPicture } from './at-provider';
export { explainChange } from './words';
