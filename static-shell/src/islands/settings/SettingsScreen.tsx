export default function X() { return <h1>settings/SettingsScreen</h1>; }
