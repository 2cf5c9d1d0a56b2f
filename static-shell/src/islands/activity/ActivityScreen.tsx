export default function X() { return <h1>activity/ActivityScreen</h1>; }
