// A service that fails as a faulty start script does: it says why and ends with code 1.
console.log('Starting the service');
console.error(`Traceback (most recent call last):
  File "/opt/service/main.py", line 12, in <module>
    settings = load_settings(os.environ["SETTINGS_FILE"])
  File "/opt/service/settings.py", line 4, in load_settings
    raise RuntimeError(f"the settings file {path} cannot be read")
RuntimeError: the settings file /etc/service/settings.yaml cannot be read`);
process.exitCode = 1;
